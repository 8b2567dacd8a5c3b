/** How many times as long four times the text takes: 4 where it is linear, 16 where it is quadratic. */
export function growth(make: (size: number) => string, size: number, run: (text: string) => unknown): number {
  const time = (text: string): number => {
    const start = process.cpuUsage();
    run(text);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
  const [small, large] = [make(size), make(4 * size)];
  // the least of several, for a machine that does other things too; what takes next to no time is not compared
  const least = (text: string): number => Math.min(...Array.from({ length: 4 }, () => time(text)));
  return least(large) / Math.max(20, least(small));
}
