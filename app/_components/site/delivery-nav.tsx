// The pages about delivery, one beside the other.
import { NavLink } from './nav-link';

export function DeliveryNav() {
  return (
    <nav aria-label="Delivery" className="mb-4 -ml-2.5 flex flex-wrap items-center gap-1">
      <NavLink href="/board">Board</NavLink>
      <NavLink href="/deliveries">Deliveries</NavLink>
      <NavLink href="/targets">Targets</NavLink>
    </nav>
  );
}
