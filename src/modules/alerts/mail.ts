import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type { SendMailOptions, SMTPTransportOptions } from 'nodemailer';
import { withinTime } from '../../common/async/concurrency.js';
import { type AlertMessage, headlineOf, sourceOf, textOf } from './alert-message.js';

export interface MailTarget {
  /** `smtp://` or `smtps://`, with user and password if the server wants them. */
  url: string;
  from: string;
  to: readonly string[];
}

const TIMEOUT_MS = 10_000;
/** The right side of the ids of our mails. It needs to be unique, and to exist only there. */
const ID_DOMAIN = 'theme-park-data-warehouse.invalid';
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** The mail of a message. Later mails of an alert refer to the first one, so that a reader sees them as one thread. */
export function mailOf(message: AlertMessage, { from, to }: Pick<MailTarget, 'from' | 'to'>): SendMailOptions {
  const { messageId, event, at, alert } = message;
  const thread = `<${createHash('sha256').update(`${alert.key} ${alert.since}`).digest('hex').slice(0, 32)}@${ID_DOMAIN}>`;
  const isFirst = event === 'RAISED';
  return {
    from,
    to: [...to],
    subject: `[Park warehouse] ${headlineOf(message)}`,
    text: [textOf(message), '', sourceOf(message), ...detailLines(alert.details)].join('\n'),
    date: new Date(at),
    messageId: isFirst ? thread : `<${messageId}@${ID_DOMAIN}>`,
    ...(isFirst ? {} : { inReplyTo: thread, references: thread }),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Alert-Message-Id': messageId,
      'X-Alert-Key': alert.key,
      'X-Alert-Event': event,
    },
    ...(alert.severity === 'CRITICAL' && event !== 'CLEARED' ? { priority: 'high' as const } : {}),
  };
}

const detailLines = (details: Record<string, unknown>): string[] => {
  const lines = Object.entries(details).map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`); // prettier-ignore
  return lines.length === 0 ? [] : ['', ...lines];
};

/** A password is sent only over TLS, except to this machine. */
export function transportOptions(url: string): SMTPTransportOptions {
  const { protocol, hostname, port, username, password } = new URL(url);
  const isSecure = protocol === 'smtps:';
  const isHere = LOOPBACK.includes(hostname);
  const hasPassword = username !== '';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isSecure ? 465 : 587) : Number(port),
    secure: isSecure,
    requireTLS: !isSecure && !isHere && hasPassword,
    // a mail server on this machine often offers TLS with a certificate that cannot be verified
    ignoreTLS: !isSecure && isHere,
    ...(hasPassword ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  };
}

/** Sends one mail over SMTP. */
@Injectable()
export class MailClient {
  private readonly logger = new Logger(MailClient.name);

  /** @returns null if the server accepted it for any recipient, otherwise the reason, without what the server wrote */
  async send(target: MailTarget, message: AlertMessage): Promise<string | null> {
    // loaded only by programs that send mails
    const { createTransport } = await import('nodemailer');
    const transport = createTransport(transportOptions(target.url));
    try {
      const sending = transport.sendMail(mailOf(message, target));
      const { rejected } = await withinTime(sending, TIMEOUT_MS, () => {
        throw Object.assign(new Error('too slow'), { code: 'ETIMEDOUT' });
      });
      if (rejected.length > 0) this.logger.warn(`${rejected.length} of ${target.to.length} recipients were refused`);
      return null;
    } catch (error) {
      return reasonOf(error);
    } finally {
      transport.close();
    }
  }
}

/** `SMTP 535 EAUTH`: the response of a server may repeat addresses. */
function reasonOf(error: unknown): string {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const parts = [responseCode, code].filter((part) => typeof part === 'string' || typeof part === 'number');
  return parts.length === 0 ? 'SMTP failed' : `SMTP ${parts.join(' ')}`;
}
