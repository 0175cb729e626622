import type { Session } from '../../protocol/state.ts';
import { drawable } from '../text.ts';

export function sessionName({ id, name }: Pick<Session, 'id' | 'name'>): string {
  return drawable(name) || id;
}
