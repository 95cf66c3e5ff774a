/** An instant as the names of backups have it: `20261201T131600Z`. */
export const fileTime = (at: number): string => new Date(at).toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '')
