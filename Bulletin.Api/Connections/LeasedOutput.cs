using System.IO.Pipelines;

namespace Bulletin.Api.Connections;

/// <summary>
/// The output of a hub connection. Releases the memory reserved for a large response once the response has been passed on:
/// SignalR writes the response after the hub method has returned, and does not report when it is done.
/// </summary>
internal sealed class LeasedOutput(PipeWriter inner) : PipeWriter
{
    private volatile IDisposable? lease;

    /// <summary>Holds the reservation of the response being written.</summary>
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
