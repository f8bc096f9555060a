/** Integers in one flat array that grows as they are appended. */
export class IntList {
  values = new Int32Array(64);
  length = 0;

  /** Makes room for `count` more. */
  reserve(count: number): void {
    if (this.length + count <= this.values.length) return;
    const grown = new Int32Array(Math.max(2 * this.values.length, this.length + count));
    grown.set(this.values.subarray(0, this.length));
    this.values = grown;
  }

  push(value: number): void {
    this.reserve(1);
    this.values[this.length++] = value;
  }
}
