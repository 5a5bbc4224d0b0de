using Bulletin.Api.Http;

namespace Bulletin.Api.Connections;

/// <summary>Counts the hub's unanswered posts, so that a connection is closed before or after a post, never during one.</summary>
internal sealed class PostsInFlight
{
    // Time for SignalR to write the response: it does so after the hub method has returned, and does not report when it is done.
    private static readonly TimeSpan ResponseGrace = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private readonly Dictionary<LiveConnection, int> posts = [];
    private readonly Dictionary<LiveConnection, TaskCompletionSource> leaving = [];
    private bool stopping;

    /// <summary>Whether new connections are refused.</summary>
    public bool Stopping
    {
        get { lock (gate) return stopping; }
        set { lock (gate) stopping = value; }
    }

    /// <returns>Ends the post when disposed.</returns>
    /// <exception cref="ProblemException">The connection is about to be closed.</exception>
    public IDisposable Begin(LiveConnection connection)
    {
        lock (gate)
        {
            if (leaving.ContainsKey(connection)) throw new ProblemException(Problems.Unavailable());
            posts[connection] = posts.GetValueOrDefault(connection) + 1;
        }
        return new Post(this, connection);
    }

    /// <summary>Refuses further posts from this connection, and completes when its pending posts are answered, or after <paramref name="patience"/>.</summary>
    public async Task Leave(LiveConnection connection, TimeSpan patience)
    {
        TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            leaving[connection] = answered;
            if (!posts.ContainsKey(connection)) return;
        }
        await Task.WhenAny(answered.Task, Task.Delay(patience));
        await Task.Delay(ResponseGrace);
    }

    private void End(LiveConnection connection)
    {
        lock (gate)
        {
            if (--posts[connection] > 0) return;
            posts.Remove(connection);
            if (leaving.TryGetValue(connection, out var answered)) answered.TrySetResult();
        }
    }

    private sealed class Post(PostsInFlight inFlight, LiveConnection connection) : IDisposable
    {
        public void Dispose() => inFlight.End(connection);
    }
}
