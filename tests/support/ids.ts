/** Returns the row ID in a global ID of any type. */
export const localId = (id: string) => Buffer.from(id, 'base64').toString().split(':')[1] as string;
