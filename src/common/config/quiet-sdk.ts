/**
 * The AWS SDK warns at every start about Node versions that it will drop some day; which versions this program supports
 * is said by its own package.json. This is the SDK's documented switch, an environment variable. Call before the first
 * client is made.
 */
export function silenceSdkNodeVersionWarning(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
}
