import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import { clearAllDataLoaders } from '@pothos/plugin-dataloader';
import type { GraphQLFieldResolver } from 'graphql';

const name = 'freshReads' as const;

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      freshReads: FreshReads<Types>;
    }
  }
}

/**
 * Loaders cache for a request's life, which is too long in two places: a mutation's selection must read what the
 * mutation wrote, and an event's selection what is there when the event is sent.
 */
class FreshReads<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(
    resolver: GraphQLFieldResolver<unknown, Types['Context'], object>,
    { kind }: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    if (kind === 'Mutation') {
      return async (parent, args, context, info) => {
        try {
          return await resolver(parent, args, context, info);
        } finally {
          clearAllDataLoaders(context);
        }
      };
    }
    if (kind === 'Subscription') {
      return (parent, args, context, info) => {
        clearAllDataLoaders(context);
        return resolver(parent, args, context, info);
      };
    }
    return resolver;
  }
}

SchemaBuilder.registerPlugin(name, FreshReads);

export { name as FreshReadsPlugin };
