import type { DeviceCount, MachineMention } from './model.ts';
import type { Sentence } from './prose.ts';

/** A mention with the place of its sentence in the message. */
export interface PlacedMention {
  readonly mention: MachineMention;
  readonly paragraph: number;
  readonly sentence: number;
}

/** Machine types that a word means without "-M": names that mean nothing else, and what processors and hosts bring. */
const WORDS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\bq35\b/i, ['q35']],
  [/\bi440fx\b/i, ['pc']],
  [/\bpseries\b|\bsPAPR\b/i, ['pseries']],
  [/\bpowernv\d*\b/i, ['powernv']],
  [/\bPOWER ?\d{1,2}\b/, ['pseries', 'powernv']],
  [/\bmicrovm\b/i, ['microvm']],
  [/\b(?:a|the|on|plain) pc\b|\bpc machines?\b/i, ['pc']],
  [/\bx86(?:_64)?\b/i, ['pc', 'q35', 'microvm']],
  [/\b(?:arm|aarch64|mach)[- ]?virt\b/i, ['virt']],
];

const OPTION = /(?:^|[\s"'`(])-(?:M|machine)[ =](?:type=)?"?([a-z][\w.+-]{0,40})"?/g;
const SMP = /(?:^|\s)-smp[ =](?:cpus=)?(\d{1,5})\b/;
const DEVICE =
  /(\d{1,3}(?:,\d{3})+|\d{1,6}) (?:(?:emulated|idle|identical|different|additional) ){0,2}([A-Za-z][\w-]{1,40})(?: (bridges?|devices?|NICs?|cards?|ports?|functions?))?/g;

/** The name of a machine type without its version: "pc" of "pc-i440fx-7.2", "pseries" of "pseries-2.2". */
export const baseType = (type: string): string =>
  type
    .toLowerCase()
    .replace(/^pc-(q35)\b/, '$1')
    .replace(/^pc-i440fx\b/, 'pc')
    .replace(/-(?:rhel)?\d[\d.]*$/, '')
    .replace(/^powernv\d*$/, 'powernv');

/** The machines that a sentence names: a type, or what it has. All that it says makes one mention. */
export function mentionsIn(sentence: Sentence, paragraph: number, index: number): readonly PlacedMention[] {
  const { text } = sentence;
  const places: { start: number; end: number }[] = [];
  const note = (match: { index: number; 0: string }): void => {
    places.push({ start: match.index, end: match.index + match[0].length });
  };
  const options = [...text.matchAll(OPTION)];
  options.forEach(note);
  let types: readonly string[] = options.map((option) => baseType(option[1] ?? ''));
  if (types.length === 0) {
    for (const [pattern, meant] of WORDS) {
      const word = pattern.exec(text);
      if (!word) continue;
      note(word);
      // "x86 (q35)": the narrower of two
      types = types.length === 0 ? meant : types.filter((type) => meant.includes(type));
    }
  }
  const devices: DeviceCount[] = [];
  const smp = SMP.exec(text);
  if (smp) {
    note(smp);
    devices.push({ kind: 'cpu', name: '', count: Number(smp[1]) });
  }
  for (const found of text.matchAll(DEVICE)) {
    const device = deviceOf(found[2] ?? '', found[3] ?? '', Number((found[1] ?? '').replaceAll(',', '')));
    if (!device) continue;
    note(found);
    devices.push(device);
  }
  if (types.length === 0 && devices.length === 0) return [];
  const start = places.reduce((least, place) => Math.min(least, place.start), text.length);
  const end = places.reduce((most, place) => Math.max(most, place.end), 0);
  const words = text.slice(start, Math.min(end, start + 200)).trim();
  const mention: MachineMention = { words, range: sentence.place(start, end), types, devices };
  return [{ mention, paragraph, sentence: index }];
}

const DEVICE_TYPES =
  /^(?:virtio(?:-[a-z]+)*|e1000e?|igb|rtl8139|vmxnet3|ne2k_pci|pcnet|nvme|ahci|xhci|nec-usb-xhci|qemu-xhci|vfio-pci|pcie-root-port|pxb|pci-testdev|edu|ivshmem|megasas|lsi53c895a)$/i;

/** What "255 CPUs", "40 PCI bridges", "112 non-virtio devices", "24 e1000" count; undefined for other things. */
function deviceOf(word: string, thing: string, count: number): DeviceCount | undefined {
  const lower = word.toLowerCase();
  if (/^v?cpus?$|^cores$/.test(lower)) return { kind: 'cpu', name: '', count };
  if (
    /^bridges?$/.test(lower) ||
    (/^pcie?$|^pcie?-to-pcie?$/.test(lower) && /^bridges?$/.test(thing)) ||
    /^pci-bridges?$/.test(lower)
  )
    return { kind: 'bridge', name: '', count };
  if (/^non-virtio(?:-pci)?$/.test(lower) && /^devices?$/.test(thing)) return { kind: 'non-virtio', name: '', count };
  if (/^virtio(?:-pci)?$/.test(lower) && /^devices?$/.test(thing)) return { kind: 'virtio', name: '', count };
  if (/^(?:pcie?|idle|emulated)$/.test(lower) && /^(?:devices?|functions?)$/.test(thing))
    return { kind: 'device', name: '', count };
  const type = lower.replace(/(?:-pci)?s?$/, '');
  if (/^virtio-/.test(type)) return { kind: 'virtio', name: type, count };
  return DEVICE_TYPES.test(lower) || DEVICE_TYPES.test(type) ? { kind: 'device', name: type, count } : undefined;
}

/** What points back to a machine that was named before. */
const POINTS_BACK =
  /\b(?:above|that|this|same|previous|earlier) (?:example|machine|guest|configuration|setup|case|system|vm|command)\b|\bin (?:the|this|that) example\b|\bsuch a (?:machine|guest)\b/i;

/**
 * The machine that a sentence's numbers are of: the one that it names itself, else the last one that its paragraph named
 * before it, else, where it points back to one, the last that the message named. Only where that is one.
 */
export function mentionFor(
  mentions: readonly PlacedMention[],
  sentence: Sentence,
  paragraph: number,
  index: number,
): MachineMention | undefined {
  const own = mentions.findLast((one) => one.paragraph === paragraph && one.sentence <= index);
  if (own) return own.mention;
  const back = mentions.findLast((one) => one.paragraph < paragraph);
  // a table stands in a paragraph of its own below the sentence that leads to it
  const leads = back?.paragraph === paragraph - 1;
  return back && (leads || POINTS_BACK.test(sentence.text)) ? back.mention : undefined;
}
