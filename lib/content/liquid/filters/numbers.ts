import { Refusal } from '../refusal.ts';
import { Float, isFloat, isNil, leadingInteger, numberOf, numeric, toNumber, toText } from '../ruby/values.ts';
import { type Filter, filter } from './filter.ts';

/** Digits behind the point to which a division of decimals is carried out, before it becomes a Float. */
const DIVISION_DIGITS = 40;

/** An operation on integers, which serves decimals as integers of one scale. */
interface Operation {
  run(left: bigint, right: bigint): bigint;
  /** Powers of ten by which the result of two decimals of a scale is too large. */
  excess(scale: number): number;
  /** Powers of ten by which the left decimal is enlarged before. */
  enlarged?: number;
}

function floorDivide(left: bigint, right: bigint): bigint {
  if (right === 0n) throw new Refusal('a number is divided by 0', 'divide by another number');
  const quotient = left / right;
  return left % right !== 0n && left < 0n !== right < 0n ? quotient - 1n : quotient;
}

/** Decimals are counted as they are written, as BigDecimal does: 0.1 and 0.2 are 0.3. */
const arithmetic = ({ run, excess, enlarged = 0 }: Operation): Filter =>
  filter(1, 1, (input, [argument]) => {
    const [left, right] = [toNumber(input), toNumber(argument)];
    if (!isFloat(left) && !isFloat(right)) return Number(run(BigInt(numberOf(left)), BigInt(numberOf(right))));
    const [first, second] = [toDecimal(numberOf(left)), toDecimal(numberOf(right))];
    if (enlarged > 0 && second.digits === 0n) return new Float(numberOf(left) / 0);
    const scale = Math.max(first.scale, second.scale);
    const result = run(rescale(first, scale + enlarged), rescale(second, scale));
    return new Float(Number(`${result}e${-excess(scale)}`));
  });

interface Decimal {
  digits: bigint;
  scale: number;
}

function toDecimal(value: number): Decimal {
  if (!Number.isFinite(value)) throw new Refusal('a number is beyond all bounds', 'use smaller numbers');
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

const rescale = ({ digits, scale }: Decimal, target: number): bigint => digits * 10n ** BigInt(target - scale);

/** Half goes away from zero; negative digits round before the point. */
function round(value: number, digits: number): number {
  if (Number.isInteger(value) && digits >= 0) return value;
  const [mantissa = '0', exponent = '0'] = Math.abs(value).toString().split('e');
  const scaled = Math.round(Number(`${mantissa}e${Number(exponent) + digits}`));
  // A Float has no digits that far behind the point.
  if (!Number.isSafeInteger(scaled)) return value;
  const result = Number(`${scaled}e${-digits}`);
  return value < 0 ? -result : result;
}

const whole = (run: (value: number) => number): Filter => filter(0, 0, (input) => run(numberOf(toNumber(input))) + 0);

const bound = (isBeyond: (value: number, limit: number) => boolean): Filter =>
  filter(1, 1, (input, [argument]) => {
    const [value, limit] = [toNumber(input), toNumber(argument)];
    return isBeyond(numberOf(value), numberOf(limit)) ? limit : value;
  });

export const numberFilters: Record<string, Filter> = {
  plus: arithmetic({ run: (left, right) => left + right, excess: (scale) => scale }),
  minus: arithmetic({ run: (left, right) => left - right, excess: (scale) => scale }),
  times: arithmetic({ run: (left, right) => left * right, excess: (scale) => 2 * scale }),
  divided_by: arithmetic({ run: floorDivide, excess: () => DIVISION_DIGITS, enlarged: DIVISION_DIGITS }),
  modulo: arithmetic({ run: (left, right) => left - right * floorDivide(left, right), excess: (scale) => scale }),
  abs: filter(0, 0, (input) => {
    const value = toNumber(input);
    return numeric(Math.abs(numberOf(value)), isFloat(value));
  }),
  ceil: whole(Math.ceil),
  floor: whole(Math.floor),
  round: filter(0, 1, (input, [argument = 0]) => {
    const value = toNumber(input);
    const digits = Math.trunc(Math.max(-100, Math.min(100, numberOf(toNumber(argument)))));
    const result = round(numberOf(value), digits);
    return numeric(result, digits > 0 && isFloat(value));
  }),
  at_least: bound((value, limit) => limit > value),
  at_most: bound((value, limit) => limit < value),
  to_integer: filter(0, 0, (input) => {
    if (typeof input === 'boolean') return input ? 1 : 0;
    if (isNil(input)) return 0;
    if (typeof input === 'string') return leadingInteger(input);
    const value = toNumber(input);
    if (typeof input === 'object' && !(input instanceof Float)) {
      throw new Refusal(`“${toText(input).slice(0, 40)}” is no number`, 'give a number or a text');
    }
    return Math.trunc(numberOf(value));
  }),
};
