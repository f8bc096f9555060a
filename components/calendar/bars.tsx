interface Props {
  /** At least one; none negative. */
  values: readonly number[];
  /** The height of the drawing stands for this value at least. */
  least?: number;
  /** Height of the highest bar, and width of each, in the units of the drawing. */
  height: number;
  width: number;
  /** Its size and colours; that of the bars is the one of strokes. */
  className: string;
  /** What they say, for who does not see them. Without it they are decoration: it stands in words beside them. */
  label?: string;
}

/** Bars beside each other, the highest as high as the drawing, or in proportion to `least`. */
export function Bars({ values, least = 1, height, width, className, label }: Props) {
  const most = Math.max(least, ...values);
  const path = values
    .map((value, i) => {
      if (value === 0) return '';
      const top = Math.max(1, Math.round((value * height) / most));
      return `M${(i + 0.5) * width} ${height}v-${top}`;
    })
    .join('');
  return (
    <svg
      role={label && 'img'}
      aria-label={label}
      aria-hidden={label === undefined || undefined}
      viewBox={`0 0 ${values.length * width} ${height}`}
      preserveAspectRatio="none"
      className={className}
    >
      {/* Lines as thick as bars are shorter to write than outlines: a page may have thousands. */}
      <path d={path} strokeWidth={width - 1} />
    </svg>
  );
}
