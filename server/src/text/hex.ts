/** 16 lower-case hex digits, as QEMU prints an hwaddr (wrapped to 64 bits). */
export const hex16 = (value: bigint): string => BigInt.asUintN(64, value).toString(16).padStart(16, '0');

/** The shortest hex form with 0x. */
export const hex = (value: bigint): string => (value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`);

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** A size in bytes in human units: exact where a unit divides it, else with one decimal ("1.5 MiB"). */
export function humanSize(bytes: bigint | number): string {
  let value = BigInt(bytes);
  let unit = 0;
  let rest = 0n;
  while (value >= 1024n && unit < units.length - 1) {
    rest = value % 1024n;
    value /= 1024n;
    unit++;
  }
  const tenths = (rest * 10n) / 1024n;
  return `${value}${tenths > 0n ? `.${tenths}` : ''} ${units[unit]}`;
}

/** "1,234,567" in every locale alike. */
export const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
