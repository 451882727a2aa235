interface Change {
  search: (before: object) => object;
  replace: boolean;
  resetScroll: false;
}

/**
 * Changes some parameters of the address of a page. The page keeps its scroll position.
 * @param navigate that of the route of the page
 * @returns `replace`: without a new entry in the history of the browser, for example for each typed key
 */
export const searchChange =
  (navigate: (change: Change) => Promise<void>) =>
  (changed: object, replace = false): void =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace, resetScroll: false });
