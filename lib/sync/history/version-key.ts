// A name as text that sorts as versions do where bytes are compared.

const MAX_KEY = 500;

/** `v1.9` before `v1.10`: each number is written after how many digits it has. */
export function versionKey(name: string): string {
  return name
    .replace(/\d+/g, (digits) => {
      const number = digits.replace(/^0+(?=\d)/, '');
      return `${String(Math.min(number.length, 99)).padStart(2, '0')}${number}`;
    })
    .slice(0, MAX_KEY);
}
