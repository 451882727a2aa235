interface Change {
  search: (before: object) => object;
  replace: boolean;
  resetScroll: false;
}

/**
 * Changes some parameters of the address of a page, which stays where it is scrolled to.
 * @param navigate that of the route of the page
 * @returns `replace`: without an entry of its own in the history of the browser, such as for each key that is typed
 */
export const searchChange =
  (navigate: (change: Change) => Promise<void>) =>
  (changed: object, replace = false): void =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace, resetScroll: false });
