import {
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isRequiredArgument,
} from 'graphql';
import { schema } from '../../src/server/schema.ts';

/** A selection of all that is declared to be the same for all, some levels deep. */
export function everyDeclaredField(
  type: GraphQLObjectType | GraphQLInterfaceType,
  depth: number,
  except: string[] = [],
): string {
  const fields = Object.values(type.getFields()).flatMap((field) => {
    if (!field.extensions.broadcastable || field.args.some(isRequiredArgument) || except.includes(field.name))
      return [];
    const inner = getNamedType(field.type);
    if (!isCompositeType(inner)) return [field.name];
    const selection = depth > 0 && everyDeclaredField(inner as GraphQLObjectType, depth - 1, ['session']);
    return selection ? [`${field.name} { ${selection} }`] : [];
  });
  const known = Object.keys(type.getFields());
  const concrete = isInterfaceType(type) ? schema.getPossibleTypes(type) : [];
  return [
    '__typename',
    ...fields,
    ...concrete.map((one) => `... on ${one.name} { ${everyDeclaredField(one, depth, known)} }`),
  ].join(' ');
}
