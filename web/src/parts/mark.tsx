/** The leaf of the studio. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" className="mark">
      <circle cx="16" cy="16" r="15" />
      <path d="M16 6c4 5 4 10 0 15-4-5-4-10 0-15zM6 14c5 0 8 3 9 8-5 0-8-3-9-8zm20 0c-5 0-8 3-9 8 5 0 8-3 9-8z" />
    </svg>
  );
}
