import { useEffect, useEffectEvent, useRef, useState } from 'react';

// Chromium has it on most systems; TypeScript does not know it yet.
interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
type DetectorClass = new (options: { formats: string[] }) => Detector;
const detectorClass = (window as { BarcodeDetector?: DetectorClass }).BarcodeDetector;

/** Whether this browser can read codes by its camera. */
export const canScan = detectorClass !== undefined && navigator.mediaDevices !== undefined;

/** Milliseconds between two looks. */
const interval = 250;

interface ScannerProps {
  /** Called once for each code that comes before the camera. */
  onCode: (code: string) => void;
  onFailure: () => void;
}

/** Reads QR codes by the camera, as long as it is shown. Pictures stay in the browser. */
export function Scanner({ onCode, onFailure }: ScannerProps) {
  const video = useRef<HTMLVideoElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const report = useEffectEvent(onCode);
  useEffect(() => {
    let isOver = false;
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let latest = '';
    const look = async (detector: Detector) => {
      if (isOver || !video.current) return;
      const [found] = await detector.detect(video.current).catch(() => []);
      if (found && found.rawValue !== latest) {
        latest = found.rawValue;
        report(latest);
      }
      timer = setTimeout(() => void look(detector), interval);
    };
    const start = async () => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      if (isOver || !video.current || !detectorClass) return stop();
      video.current.srcObject = stream;
      await video.current.play();
      await look(new detectorClass({ formats: ['qr_code'] }));
    };
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    start().catch(() => !isOver && setProblem('The camera cannot be used. Allow it in the browser, or type the code.'));
    return () => {
      isOver = true;
      clearTimeout(timer);
      stop();
    };
  }, []);
  if (problem)
    return (
      <div role="alert">
        <p className="refusal">{problem}</p>
        <button type="button" onClick={onFailure}>
          Type the code
        </button>
      </div>
    );
  return (
    <div className="scanner">
      <video ref={video} muted playsInline aria-label="Camera: hold a code before it" />
    </div>
  );
}
