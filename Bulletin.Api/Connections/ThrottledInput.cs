using System.Buffers;
using System.IO.Pipelines;
using Bulletin.Api.Limits;

namespace Bulletin.Api.Connections;

/// <summary>
/// The input of a hub connection, read no faster than its user may send. Even frames that never become a call, such as pings and
/// unknown method names, cost CPU. Clients that send too fast are slowed down by backpressure, not refused.
/// </summary>
internal sealed class ThrottledInput(PipeReader inner, Limit kilobytes, string whose) : PipeReader
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private ReadOnlySequence<byte> latest;
    private TimeSpan pause;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (pause > TimeSpan.Zero) await Task.Delay(pause < LongestPause ? pause : LongestPause, cancellationToken);
        var result = await inner.ReadAsync(cancellationToken);
        latest = result.Buffer;
        return result;
    }

    public override bool TryRead(out ReadResult result)
    {
        if (!inner.TryRead(out result)) return false;
        latest = result.Buffer;
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        pause = kilobytes.Owe(whose, latest.Slice(latest.Start, consumed).Length / 1024.0);
        latest = default;
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
}
