/** Columns of the sidebar. */
export const widthDefault = 26;
export const widthMin = 20;
export const widthMax = 60;

/** Rows of its detail panel. */
export const panelRowsMax = 60;
