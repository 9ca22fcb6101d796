/** Three agents on one platform. The same drawing as `public/logo.svg`. */
export const Logo = ({ size }: { size: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
    <path
      d="M8 11v6.5h16V11M16 8v14"
      fill="none"
      stroke="#fff"
      strokeWidth="2"
    />
    <circle cx="8" cy="9" r="4" fill="#36baa2" />
    <circle cx="16" cy="6" r="4" fill="#7df3e1" />
    <circle cx="24" cy="9" r="4" fill="#36baa2" />
    <rect x="3" y="22" width="26" height="6" rx="2" fill="#fff" />
  </svg>
);
