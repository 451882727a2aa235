import { ValidateBy } from 'class-validator';

/** Where an alert begins: as a warning, and as a critical one. */
export interface Thresholds {
  warning: number;
  critical: number;
}

/** `60,80` as thresholds; null where it is something else. */
export function thresholdsOf(text: string): Thresholds | null {
  const found = /^\s*(\d{1,6}(?:\.\d{1,3})?)\s*,\s*(\d{1,6}(?:\.\d{1,3})?)\s*$/.exec(text);
  return found === null ? null : { warning: Number(found[1]), critical: Number(found[2]) };
}

/** A setting of two thresholds; `rising` where more is worse. */
export function IsThresholds(direction: 'rising' | 'falling'): PropertyDecorator {
  const order = direction === 'rising' ? 'the critical one not below' : 'the critical one not above';
  return ValidateBy({
    name: 'isThresholds',
    validator: {
      validate: (value: unknown) => {
        const thresholds = typeof value === 'string' ? thresholdsOf(value) : null;
        if (thresholds === null || thresholds.warning <= 0) return false;
        const { warning, critical } = thresholds;
        return direction === 'rising' ? critical >= warning : critical <= warning;
      },
      defaultMessage: () => `must be two numbers, warning and critical, such as 60,80; ${order} the warning`,
    },
  });
}
