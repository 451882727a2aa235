import { createHmac } from 'node:crypto';
import type { WebhookFormat } from '../../common/config/settings/operation-settings.js';
import { type AlertMessage, headlineOf, readMessage, sourceOf, textOf } from './alert-message.js';

export interface WebhookRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
}

export interface WebhookTarget {
  /** May contain a user and password, or a token. */
  url: string;
  format: WebhookFormat;
  /** Signs messages of the format `json`; undefined in the other formats. */
  secret: string | undefined;
}

/** The request that sends a message. */
export function webhookRequest({ url, format, secret }: WebhookTarget, body: string, sentAt: Date): WebhookRequest {
  const { address, headers } = withoutCredentials(url);
  const asJson = { ...headers, 'content-type': 'application/json' };
  if (format === 'slack') return { url: address.href, headers: asJson, body: slackBody(readMessage(body)) };
  if (format === 'ntfy') {
    const { server, topic } = ntfyTopicOf(address);
    return { url: server, headers: asJson, body: ntfyBody(readMessage(body), topic) };
  }
  const { messageId } = readMessage(body);
  return { url: address.href, headers: { ...headers, ...messageHeaders(body, messageId, secret!, sentAt) }, body };
}

/** `fetch` refuses URLs with a user and password. */
function withoutCredentials(url: string): { address: URL; headers: Record<string, string> } {
  const address = new URL(url);
  const { username, password } = address;
  if (username === '' && password === '') return { address, headers: {} };
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  address.username = '';
  address.password = '';
  return { address, headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` } };
}

/**
 * Headers with which a receiver can verify that a message is genuine, recent, and not yet processed. The signature covers
 * `<timestamp>.<body>`; docs/observability.md describes how to verify it.
 */
export function messageHeaders(body: string, messageId: string, secret: string, sentAt: Date): Record<string, string> {
  const timestamp = Math.floor(sentAt.getTime() / 1000).toString();
  return {
    'content-type': 'application/json',
    'x-alert-message-id': messageId,
    'x-alert-timestamp': timestamp,
    'x-alert-signature': `v1=${signatureOf(timestamp, body, secret)}`,
  };
}

/** HMAC-SHA256 in hexadecimal. */
export function signatureOf(timestamp: string, body: string, secret: string): string {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
}

/** For incoming webhooks of Slack, and of programs with the same format. https://docs.slack.dev/messaging/formatting-message-text */
function slackBody(message: AlertMessage): string {
  const icon = message.event === 'CLEARED' ? '✅' : message.alert.severity === 'CRITICAL' ? '🔴' : '🟠';
  const escape = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const [headline, text, source] = [headlineOf(message), textOf(message), sourceOf(message)].map(escape);
  return JSON.stringify({ text: `${icon} *${headline}*\n${text}\n_${source}_` });
}

/** Publishing as JSON goes to the server itself. Headers could not have titles in UTF-8. https://docs.ntfy.sh/publish */
function ntfyTopicOf(address: URL): { server: string; topic: string } {
  const path = address.pathname.replace(/\/+$/, '');
  const end = path.lastIndexOf('/');
  const server = new URL(address);
  server.pathname = path.slice(0, end + 1);
  return { server: server.href, topic: decodeURIComponent(path.slice(end + 1)) };
}

function ntfyBody(message: AlertMessage, topic: string): string {
  const { event, alert } = message;
  const isOver = event === 'CLEARED';
  return JSON.stringify({
    topic,
    title: headlineOf(message),
    message: `${textOf(message)}\n${sourceOf(message)}`,
    priority: isOver ? 2 : alert.severity === 'CRITICAL' ? 5 : 4,
    tags: [isOver ? 'white_check_mark' : alert.severity === 'CRITICAL' ? 'rotating_light' : 'warning'],
  });
}
