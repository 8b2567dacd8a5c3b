/** "cpu-memory-0 … cpu-memory-254 (255)", "virtio-net-pci x 10", "(no name) x 297": address spaces by name, most first. */
export function groupNames(spaces: readonly { readonly name: string }[], most = 6): string {
  const groups = new Map<string, { first: string; last: string; count: number; names: Set<string> }>();
  for (const { name } of spaces) {
    const stem = name.replace(/\d+$/, '#');
    const group = groups.get(stem);
    if (group) {
      group.last = name;
      group.count++;
      group.names.add(name);
    } else groups.set(stem, { first: name, last: name, count: 1, names: new Set([name]) });
  }
  const texts = [...groups.values()]
    .sort((a, b) => b.count - a.count)
    .map(({ first, last, count, names }) => {
      const shown = first === '' ? '(no name)' : first;
      if (count === 1) return shown;
      return names.size === 1 ? `${shown} x ${count}` : `${first} … ${last} (${count})`;
    });
  if (texts.length <= most) return texts.join(', ');
  return `${texts.slice(0, most - 1).join(', ')} and ${texts.length - most + 1} more kinds`;
}
