import { Link } from '@tanstack/react-router';

interface TargetLinkProps {
  target: { parkId: number; rideId: number | null; name: string; parkName: string };
  isParkNamed?: boolean;
}

/** A ride with its park, or a park. */
export function TargetLink({ target: { parkId, rideId, name, parkName }, isParkNamed = true }: TargetLinkProps) {
  const park = (text: string) => (
    <Link to="/parks/$parkId" params={{ parkId: String(parkId) }}>
      {text}
    </Link>
  );
  if (rideId === null) return park(name);
  return (
    <span className="target">
      <Link to="/rides/$rideId" params={{ rideId: String(rideId) }}>
        {name}
      </Link>
      {isParkNamed && <span className="note">{parkName}</span>}
    </span>
  );
}
