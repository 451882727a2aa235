import { Module } from '@nestjs/common';
import { AdminEventsController, LiveEventsController } from './events.controller.js';
import { EventsService } from './events.service.js';

/** Server-sent events for the dashboard and other clients. */
@Module({
  controllers: [AdminEventsController, LiveEventsController],
  providers: [EventsService],
})
export class EventsModule {}
