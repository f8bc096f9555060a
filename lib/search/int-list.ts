/** Numbers that grow as they are appended to. */
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

  /** Whether a number is among these, which ascend. */
  holds(value: number): boolean {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.values[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low < this.length && this.values[low] === value;
  }

  push(value: number): void {
    this.reserve(1);
    this.values[this.length++] = value;
  }
}
