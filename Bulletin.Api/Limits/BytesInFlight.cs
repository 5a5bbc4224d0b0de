using System.Diagnostics;
using Bulletin.Api.Http;
using Microsoft.Extensions.Options;

namespace Bulletin.Api.Limits;

/// <summary>
/// The bytes this gateway holds for clients that have yet to read them: large answers, over HTTP and the hub, and events that
/// wait behind others. Bounded in sum, for each user and for the gateway, however many connections share it.
/// </summary>
public sealed class BytesInFlight(IOptions<LimitOptions> options)
{
    /// <summary>Answers up to this size are not counted: what a connection buffers anyway is larger.</summary>
    public const int Small = 32 * 1024;

    /// <summary>How long an answer waits until there is room for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, long> perUser = [];
    private readonly long most = options.Value.InFlightBytes;
    private readonly long mostPerUser = options.Value.InFlightBytesPerUser;
    private TaskCompletionSource released = NewSignal();
    private long total;

    /// <summary>How many bytes are taken now.</summary>
    public long Total
    {
        get
        {
            lock (gate) return total;
        }
    }

    /// <summary>Takes room for an answer, as soon as there is some.</summary>
    /// <returns>Gives the room back when disposed; null for an answer that need not be counted.</returns>
    /// <exception cref="ProblemException">With <c>unavailable</c>: there was no room in time.</exception>
    public ValueTask<IDisposable?> Reserve(Guid userId, int bytes, CancellationToken cancellationToken)
    {
        if (bytes <= Small) return new((IDisposable?)null);
        return TryTake(userId, bytes) ? new(new Lease(this, userId, bytes)) : new(ReserveLater(userId, bytes, cancellationToken));
    }

    /// <summary>
    /// One user may have their share, but no more than half of what is left: however many take all they can, some room stays
    /// for whoever comes next.
    /// </summary>
    /// <returns>False when there is no room. Who has none yet gets it as long as there is any.</returns>
    public bool TryTake(Guid userId, int bytes)
    {
        lock (gate)
        {
            var own = perUser.GetValueOrDefault(userId);
            if (own > 0 && own + bytes > Math.Min(mostPerUser, (most - total) / 2) || total > 0 && total + bytes > most) return false;
            perUser[userId] = own + bytes;
            total += bytes;
            return true;
        }
    }

    public void Release(Guid userId, long bytes)
    {
        if (bytes == 0) return;
        TaskCompletionSource signal;
        lock (gate)
        {
            total -= bytes;
            var own = perUser[userId] - bytes;
            if (own > 0) perUser[userId] = own;
            else perUser.Remove(userId);
            (signal, released) = (released, NewSignal());
        }
        signal.SetResult();
    }

    private async Task<IDisposable?> ReserveLater(Guid userId, int bytes, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            Task signal;
            lock (gate) signal = released.Task;
            if (TryTake(userId, bytes)) return new Lease(this, userId, bytes);

            var left = Patience - Stopwatch.GetElapsedTime(began);
            if (left <= TimeSpan.Zero) throw new ProblemException(Problems.Unavailable());
            await Task.WhenAny(signal, Task.Delay(left, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Lease(BytesInFlight budget, Guid userId, int bytes) : IDisposable
    {
        private int disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref disposed, 1) == 0) budget.Release(userId, bytes);
        }
    }
}
