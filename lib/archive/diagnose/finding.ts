/** What a check of a configuration has found. */
export interface Finding {
  level: 'ok' | 'warning' | 'error';
  /** What was checked, such as `encoding`. */
  check: string;
  /** What was found; where it is not well, what to do. One line. */
  message: string;
}

/** @param isWell whether it may stay so @param otherwise the level and the message where not */
export const judge = (check: string, isWell: boolean, message: string, otherwise: Omit<Finding, 'check'>): Finding =>
  isWell ? { level: 'ok', check, message } : { check, ...otherwise };

export const warning = (message: string): Omit<Finding, 'check'> => ({ level: 'warning', message });
export const error = (message: string): Omit<Finding, 'check'> => ({ level: 'error', message });

/** @param bytes as they are counted on disks */
export const megabytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20).toLocaleString('en')} MB`;
