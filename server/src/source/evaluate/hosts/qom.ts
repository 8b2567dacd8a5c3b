import type { Value } from '../parse/ast.ts';
import type { Host, HostFunction } from '../run/host.ts';
import { Stop } from '../run/stop.ts';

/** What type_register_static was told of a type. */
interface TypeOfObject {
  readonly name: string;
  readonly parent: string;
  readonly instanceSize: number;
  readonly instanceInit: number;
  readonly instanceFinalize: number;
  /** Its ObjectClass, zero but for what class_init sets. */
  readonly classAt: number;
}

const nothing: HostFunction = () => 0;

/** Room for the class of a type, and for a property: more than any of them takes. */
const CLASS_SIZE = 4096;
const PROPERTY_SIZE = 512;

/**
 * QEMU's object model as far as regions use it: types, instances with their chain of init functions, references that are
 * counted for real (a region finalises itself when the last goes), a tree of children that holds one, and no properties.
 */
export function objectModel(): Readonly<Record<string, HostFunction>> {
  const types = new Map<string, TypeOfObject>();
  const typeOfClass = new Map<number, TypeOfObject>();
  const containers = new Map<string, number>();
  let property = 0;

  const register = (host: Host, info: Value): number => {
    const at = Number(info);
    const field = (name: string): number => Number(host.readField(at, 'TypeInfo', name));
    const parent = field('parent') ? host.memory.text(field('parent')) : '';
    const made: TypeOfObject = {
      name: host.memory.text(field('name')),
      parent,
      instanceSize: field('instance_size') || (types.get(parent)?.instanceSize ?? 0),
      instanceInit: field('instance_init'),
      instanceFinalize: field('instance_finalize'),
      classAt: host.heap.allocateZeroed(CLASS_SIZE),
    };
    types.set(made.name, made);
    typeOfClass.set(made.classAt, made);
    for (const type of chain(made)) {
      const own = type === made ? field('class_init') : 0;
      if (own) host.callPointer(own, made.classAt, field('class_data'));
    }
    return made.classAt;
  };

  /** From the root of the types down. */
  const chain = (type: TypeOfObject): TypeOfObject[] => {
    const up: TypeOfObject[] = [];
    for (let t: TypeOfObject | undefined = type; t && up.length < 100; t = types.get(t.parent)) up.push(t);
    return up.reverse();
  };

  const initialise = (host: Host, at: number, name: string, size: number): void => {
    const type = types.get(name);
    if (!type) throw new Stop('unknown-data', `the type "${name}" is not registered by the files that were read`);
    host.memory.fill(at, 0, Math.max(type.instanceSize, size));
    host.writeField(at, 'Object', 'class', type.classAt);
    host.writeField(at, 'Object', 'ref', 1);
    for (const { instanceInit } of chain(type)) if (instanceInit) host.callPointer(instanceInit, at);
  };

  const count = (host: Host, at: number, by: number): number => {
    const now = (Number(host.readField(at, 'Object', 'ref')) + by) | 0;
    host.writeField(at, 'Object', 'ref', now);
    return now;
  };

  const release = (host: Host, at: number): void => {
    if (at === 0) return;
    const left = count(host, at, -1);
    if (left < 0) throw new Stop('assert', 'an object is released that nobody holds any more');
    if (left > 0) return;
    const type = typeOfClass.get(Number(host.readField(at, 'Object', 'class')));
    const free = Number(host.readField(at, 'Object', 'free'));
    for (const { instanceFinalize } of type ? chain(type).reverse() : []) {
      if (instanceFinalize) host.callPointer(instanceFinalize, at);
    }
    if (free) host.callPointer(free, at);
  };

  /** An object without methods that stands for the machine, its containers, or the accelerator. */
  const container = (host: Host, path: string): number => {
    const known = containers.get(path);
    if (known !== undefined) return known;
    const at = host.heap.allocateZeroed(CLASS_SIZE);
    host.writeField(at, 'Object', 'class', host.heap.allocateZeroed(CLASS_SIZE));
    host.writeField(at, 'Object', 'ref', 1);
    containers.set(path, at);
    return at;
  };

  const newProperty = (host: Host): number => {
    property ||= host.heap.allocateZeroed(PROPERTY_SIZE);
    return property;
  };

  const adopt = (host: Host, child: Value): number => {
    count(host, Number(child), 1);
    return newProperty(host);
  };

  const isA = (host: Host, at: Value, name: Value): boolean => {
    const type = typeOfClass.get(Number(host.readField(Number(at), 'Object', 'class')));
    const wanted = host.memory.text(Number(name));
    return type !== undefined && chain(type).some((t) => t.name === wanted);
  };

  return {
    type_register_static: register,
    type_register: register,
    register_module_init: (host, run = 0, type = 0) => {
      if (Number(type) === Number(host.structs.constant('MODULE_INIT_QOM'))) host.callPointer(Number(run));
      return 0;
    },
    object_initialize: (host, at = 0, size = 0, name = 0) => {
      initialise(host, Number(at), host.memory.text(Number(name)), Number(size));
      return 0;
    },
    object_new: (host, name = 0) => {
      const type = types.get(host.memory.text(Number(name)));
      const at = host.heap.allocateZeroed(Math.max(type?.instanceSize ?? 0, 16));
      initialise(host, at, host.memory.text(Number(name)), 0);
      return at;
    },
    object_ref: (host, at = 0) => {
      if (Number(at)) count(host, Number(at), 1);
      return at;
    },
    object_unref: (host, at = 0) => {
      release(host, Number(at));
      return 0;
    },
    object_unparent: (host, at = 0) => {
      release(host, Number(at));
      return 0;
    },
    object_property_add_child: (host, _parent = 0, _name = 0, child = 0) => adopt(host, child),
    object_property_try_add_child: (host, _parent = 0, _name = 0, child = 0) => adopt(host, child),
    object_property_add: newProperty,
    object_property_add_bool: newProperty,
    object_property_add_uint64_ptr: newProperty,
    object_property_add_link: newProperty,
    object_dynamic_cast: (host, at = 0, name = 0) => (Number(at) && isA(host, at, name) ? at : 0),
    object_dynamic_cast_assert: (_host, at = 0) => at,
    object_class_dynamic_cast_assert: (_host, at = 0) => at,
    object_get_class: (host, at = 0) => host.readField(Number(at), 'Object', 'class'),
    object_get_typename: (host, at = 0) => {
      const type = typeOfClass.get(Number(host.readField(Number(at), 'Object', 'class')));
      return host.newString(type?.name ?? '');
    },
    object_get_canonical_path_component: nothing,
    qdev_get_machine: (host) => container(host, '/machine'),
    current_accel: (host) => container(host, '/accel'),
    container_get: (host, _root = 0, path = 0) => container(host, host.memory.text(Number(path))),
    machine_get_container: (host, name = 0) => container(host, host.memory.text(Number(name))),
    object_get_container: (host, name = 0) => container(host, host.memory.text(Number(name))),
  };
}
