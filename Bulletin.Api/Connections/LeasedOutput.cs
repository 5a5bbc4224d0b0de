using System.IO.Pipelines;

namespace Bulletin.Api.Connections;

/// <summary>
/// The output of a hub connection, which gives back the room that a large answer took in memory once the answer has been
/// passed on: SignalR writes an answer after its hub method has returned, and tells nobody when it has.
/// </summary>
internal sealed class LeasedOutput(PipeWriter inner) : PipeWriter
{
    private volatile IDisposable? lease;

    /// <summary>The answer that is being written has taken this room.</summary>
    public void Hold(IDisposable room)
    {
        Interlocked.Exchange(ref lease, room)?.Dispose();
    }

    public override void Advance(int bytes) => inner.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => Flushed(inner.FlushAsync(cancellationToken));

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
        Flushed(inner.WriteAsync(source, cancellationToken));

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        inner.Complete(exception);
        Release();
    }

    public override ValueTask CompleteAsync(Exception? exception = null)
    {
        Release();
        return inner.CompleteAsync(exception);
    }

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    private ValueTask<FlushResult> Flushed(ValueTask<FlushResult> flush) => lease is null ? flush : FlushedLater(flush);

    private async ValueTask<FlushResult> FlushedLater(ValueTask<FlushResult> flush)
    {
        try
        {
            return await flush;
        }
        finally
        {
            Release();
        }
    }

    private void Release() => Interlocked.Exchange(ref lease, null)?.Dispose();
}
