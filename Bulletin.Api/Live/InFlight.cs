using Bulletin.Api.Http;

namespace Bulletin.Api.Live;

/// <summary>
/// The hub's posts that are not answered yet. When the process is told to stop, it waits for them before SignalR closes its
/// connections, and takes no more.
/// </summary>
internal sealed class InFlight
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    // SignalR writes an answer after its hub method has returned, and tells nobody when it has: a moment for that.
    private static readonly TimeSpan LastAnswers = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int posts;
    private bool stopping;

    /// <returns>Ends the post.</returns>
    /// <exception cref="ProblemException">The process is stopping.</exception>
    public IDisposable Begin()
    {
        lock (gate)
        {
            if (stopping) throw new ProblemException(Problems.Unavailable());
            posts++;
        }
        return new Post(this);
    }

    /// <summary>Blocks until the last post is answered: SignalR closes its connections as soon as this returns.</summary>
    public void Drain()
    {
        lock (gate)
        {
            stopping = true;
            if (posts == 0) drained.TrySetResult();
        }
        drained.Task.Wait(Patience);
        Task.Delay(LastAnswers).Wait();
    }

    private void End()
    {
        lock (gate)
            if (--posts == 0 && stopping) drained.TrySetResult();
    }

    private sealed class Post(InFlight inFlight) : IDisposable
    {
        public void Dispose() => inFlight.End();
    }
}
