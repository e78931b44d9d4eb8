import { gql, type TypedDocumentNode } from '@urql/core';

/** Makes a document that is sent as its hash; the server has its text. */
export function persisted<Data, Variables extends object>(
  hash: string,
  text: string,
): TypedDocumentNode<Data, Variables> {
  return Object.assign(gql<Data, never>(text), { hash }) as unknown as TypedDocumentNode<Data, Variables>;
}

/** The hash of a document of persisted(). */
export const hashOf = (document: unknown) => (document as { hash: string }).hash;
