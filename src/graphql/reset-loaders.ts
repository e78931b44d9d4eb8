import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import { clearAllDataLoaders } from '@pothos/plugin-dataloader';
import type { GraphQLFieldResolver } from 'graphql';
import type { Context } from '../context.ts';
import { clearRequestLoaders } from '../request-loader.ts';

const name = 'resetLoaders' as const;

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      resetLoaders: ResetLoaders<Types>;
    }
  }
}

/**
 * Clears the loaders where a request's life is too long a cache: the selection of a mutation reads what the mutation
 * wrote, and the selection of an event what is there when the event is sent.
 */
class ResetLoaders<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(
    resolver: GraphQLFieldResolver<unknown, Types['Context'], object>,
    { kind }: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    if (kind === 'Mutation') {
      return async (parent, args, context, info) => {
        try {
          return await resolver(parent, args, context, info);
        } finally {
          reset(context);
        }
      };
    }
    if (kind === 'Subscription') {
      return (parent, args, context, info) => {
        reset(context);
        return resolver(parent, args, context, info);
      };
    }
    return resolver;
  }
}

function reset(context: object): void {
  clearAllDataLoaders(context);
  clearRequestLoaders(context as Context);
}

SchemaBuilder.registerPlugin(name, ResetLoaders);

export { name as ResetLoadersPlugin };
