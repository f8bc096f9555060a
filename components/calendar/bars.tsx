interface Props {
  /** At least one; none negative. */
  values: readonly number[];
  /** The height of the drawing stands for this value at least. */
  least?: number;
  /** Height of the highest bar, and width of each, in the units of the drawing. */
  height: number;
  width: number;
  className: string;
}

/** Bars beside each other, the highest as high as the drawing, or in proportion to `least`. Decoration: what they say stands in words beside them. */
export function Bars({ values, least = 1, height, width, className }: Props) {
  const most = Math.max(least, ...values);
  const path = values
    .map((value, i) => {
      if (value === 0) return '';
      const top = Math.max(1, Math.round((value * height) / most));
      return `M${i * width} ${height}v-${top}h${width - 1}v${top}`;
    })
    .join('');
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${values.length * width} ${height}`}
      preserveAspectRatio="none"
      className={className}
    >
      <path d={path} />
    </svg>
  );
}
