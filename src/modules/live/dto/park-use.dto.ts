import { ApiProperty } from '@nestjs/swagger';
import { ApiInstantField, ApiTextField, ApiEnumField } from '../../../common/http/dto/shown-fields.js';
import { CONTRADICTIONS, NOW_BASES, type UseNow } from '../../park-use/use-now.js';

const EVENT_TYPES = ['TICKETED_EVENT', 'PRIVATE_EVENT'] as const;
const LOCAL = { nullable: true, description: "By the park's clock, with its offset" } as const;
const BASIS =
  '`PUBLISHED`: by published hours of any type but INFO; `OBSERVED`: by what rides do, because nothing is published of the ' +
  'date, or because it contradicts what is published; `UNKNOWN`: nothing is published, and the park was not observed lately';

export const IS_OPEN =
  'Whether the park is in use now, also for an event alone, by the description that statistics use. Null: unknown';

export class ParkEventView {
  @ApiEnumField(EVENT_TYPES, 'ParkEventType')
  type: (typeof EVENT_TYPES)[number];

  @ApiTextField({ nullable: true, example: 'Halloween Horror Nights', description: 'As published; null: not named' })
  name: string | null;

  @ApiInstantField({ example: '2026-10-02T22:30:00.000Z' })
  opensAt: Date;

  @ApiInstantField({ example: '2026-10-03T06:00:00.000Z' })
  closesAt: Date;
}

export class ParkUseNowView {
  @ApiEnumField(NOW_BASES, 'ParkUseBasis', { description: BASIS })
  basis: UseNow['basis'];

  @ApiEnumField(CONTRADICTIONS, 'ParkUseContradiction', {
    nullable: true,
    example: null,
    description: 'How what is observed contradicts the published hours; null: it does not',
  })
  contradiction: UseNow['contradiction'];

  @ApiInstantField({
    nullable: true,
    example: '2026-04-15T14:00:00.000Z',
    description:
      'Beginning of the published hours of now; while the park is closed, of the next ones. Null: none are known',
  })
  opensAt: Date | null;

  @ApiInstantField({ nullable: true, example: '2026-04-16T01:00:00.000Z', description: 'End of the same hours' })
  closesAt: Date | null;

  @ApiTextField({ ...LOCAL, example: '2026-04-15T10:00:00-04:00' })
  opensAtLocal: string | null;

  @ApiTextField({ ...LOCAL, example: '2026-04-15T21:00:00-04:00' })
  closesAtLocal: string | null;

  @ApiProperty({ type: ParkEventView, nullable: true, description: 'A published event that is held now' })
  event: ParkEventView | null;
}
