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
    private readonly LinkedList<Waiter> waiting = [];
    private readonly long most = options.Value.InFlightBytes;
    private readonly long mostPerUser = options.Value.InFlightBytesPerUser;
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
    /// <exception cref="ProblemException">With <c>unavailable</c>: there was no room in time, or too many wait for it.</exception>
    public async ValueTask<IDisposable?> Reserve(Guid userId, int bytes, CancellationToken cancellationToken)
    {
        if (bytes <= Small) return null;
        Waiter waiter = new(userId, bytes);
        lock (gate)
        {
            if (Take(userId, bytes)) return new Lease(this, userId, bytes);
            if (!MayWait(waiter)) throw new ProblemException(Problems.Unavailable());
            waiting.AddLast(waiter);
        }
        try
        {
            await waiter.Task.WaitAsync(Patience, cancellationToken);
            return new Lease(this, userId, bytes);
        }
        catch (Exception gaveUp) when (gaveUp is TimeoutException or OperationCanceledException)
        {
            bool hasRoom;
            lock (gate) hasRoom = !waiting.Remove(waiter);
            if (hasRoom) Release(userId, bytes);
            if (gaveUp is TimeoutException) throw new ProblemException(Problems.Unavailable());
            throw;
        }
    }

    /// <summary>
    /// One user may have their share, but no more than half of what is left: however many take all they can, some room stays
    /// for whoever comes next.
    /// </summary>
    /// <returns>False when there is no room. Who has none yet gets it as long as there is any.</returns>
    public bool TryTake(Guid userId, int bytes)
    {
        lock (gate) return Take(userId, bytes);
    }

    public void Release(Guid userId, long bytes)
    {
        if (bytes == 0) return;
        lock (gate)
        {
            total -= bytes;
            var own = perUser[userId] - bytes;
            if (own > 0) perUser[userId] = own;
            else perUser.Remove(userId);
            Admit();
        }
    }

    private bool Take(Guid userId, int bytes)
    {
        var own = perUser.GetValueOrDefault(userId);
        if (own > 0 && own + bytes > Math.Min(mostPerUser, (most - total) / 2) || total > 0 && total + bytes > most) return false;
        perUser[userId] = own + bytes;
        total += bytes;
        return true;
    }

    /// <summary>What waits holds its messages in memory, though it is not rendered yet: half as much may wait as may be on its way.</summary>
    private bool MayWait(Waiter newcomer)
    {
        long all = newcomer.Bytes, own = newcomer.Bytes;
        foreach (var waiter in waiting)
        {
            all += waiter.Bytes;
            if (waiter.UserId == newcomer.UserId) own += waiter.Bytes;
        }
        return all <= most / 2 && own <= mostPerUser / 2;
    }

    /// <summary>Only those who get room are woken: many may wait, and room is given back often.</summary>
    private void Admit()
    {
        for (var node = waiting.First; node is not null;)
        {
            var (waiter, next) = (node.Value, node.Next);
            if (Take(waiter.UserId, waiter.Bytes))
            {
                waiting.Remove(node);
                waiter.SetResult();
            }
            node = next;
        }
    }

    private sealed class Waiter(Guid userId, int bytes) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public Guid UserId => userId;

        public int Bytes => bytes;
    }

    private sealed class Lease(BytesInFlight budget, Guid userId, int bytes) : IDisposable
    {
        private int disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref disposed, 1) == 0) budget.Release(userId, bytes);
        }
    }
}
