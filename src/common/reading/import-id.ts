/** The id of an import, as it stands in reports, logs and addresses. */
export const IMPORT_ID_PATTERN = /^imp_[0-9a-f]{1,28}$/;
