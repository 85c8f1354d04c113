/** 64 bits from two multiplicative hashes over character codes, as 16 hexadecimal digits. */
export class TokenHash {
  private a = 0xdeadbeef;
  private b = 0x41c6ce57;

  number(value: number): void {
    this.a = Math.imul(this.a ^ value, 2654435761);
    this.b = Math.imul(this.b ^ value, 1597334677);
    this.a ^= this.a >>> 15;
    this.b ^= this.b >>> 13;
  }

  text(text: string, start: number, end: number): void {
    for (let i = start; i < end; i++) this.number(text.charCodeAt(i));
    this.number(0x10000);
  }

  digest(): string {
    const mix = (x: number, y: number): number => Math.imul(x ^ (x >>> 16), 2246822507) ^ Math.imul(y ^ (y >>> 13), 3266489909);
    const hex = (x: number): string => (x >>> 0).toString(16).padStart(8, "0");
    return hex(mix(this.a, this.b)) + hex(mix(this.b, this.a));
  }
}
