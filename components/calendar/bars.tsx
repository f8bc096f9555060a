interface Props {
  /** At least one; none negative. */
  values: readonly number[];
  /** Height of the highest bar, and width of each, in the units of the drawing. */
  height: number;
  width: number;
  className: string;
}

/** Bars beside each other, the highest as high as the drawing. Decoration: what they say stands in words beside them. */
export function Bars({ values, height, width, className }: Props) {
  const most = Math.max(1, ...values);
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
