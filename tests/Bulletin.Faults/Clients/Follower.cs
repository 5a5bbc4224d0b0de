using System.Text.Json;
using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Clients;

/// <summary>Joins topics over the hub and keeps all it is told. When its connection goes it makes another and resumes.</summary>
/// <param name="flap">It breaks its connections itself, after up to so long each; null to keep them.</param>
internal sealed class Follower(Traffic traffic, Person person, string name, int home, IReadOnlyList<int> topics, TimeSpan? flap, int seed)
{
    private readonly Random random = new(seed);
    private readonly Dictionary<Guid, Following> following = topics.ToDictionary(traffic.TopicId, topic => new Following(new View(name, topic)));

    public IEnumerable<View> Views => following.Values.Select(f => f.View);

    /// <summary>Whether it is one that has to be connected most of the time.</summary>
    public bool IsSteady => flap is null;

    public async Task Run(CancellationToken cancellationToken)
    {
        foreach (var view in Views) traffic.History.Views.Enqueue(view);
        var gateway = home;
        while (!cancellationToken.IsCancellationRequested)
        {
            var line = await traffic.Line(gateway++, person, Listen, cancellationToken);
            if (line is not null)
            {
                if (await JoinAll(line, cancellationToken))
                {
                    var over = flap is { } most ? Task.Delay(most * random.NextDouble(), cancellationToken) : Task.Delay(Timeout.Infinite, cancellationToken);
                    await Task.WhenAny(line.Closed, over);
                }
                await Leave(line);
            }
            await Task.Delay(random.Next(20, 300), cancellationToken);
        }
    }

    private void Listen(HubLine line)
    {
        line.On("MessagePosted", Told);
        line.On("MessageUpdated", Told);

        void Told(JsonElement message)
        {
            if (following.TryGetValue(message.GetProperty("topicId").GetGuid(), out var topic)) topic.Told(line, traffic.Clock.Now, Reading.Seen(message));
        }
    }

    private async Task<bool> JoinAll(HubLine line, CancellationToken cancellationToken)
    {
        foreach (var (id, topic) in following)
        {
            topic.Begin(line);
            var after = topic.View.Revision;
            var (attempt, joined) = await line.Call("JoinTopic", [id.ToString(), after], cancellationToken);
            traffic.Note(attempt);
            if (attempt.Outcome != Outcome.Ok) return false;
            topic.Joined(traffic.Clock.Now, after, Reading.Messages(joined, "messages"), joined.GetProperty("revision").GetInt64(), joined.GetProperty("reset").GetBoolean());
        }
        return true;
    }

    private async Task Leave(HubLine line)
    {
        foreach (var topic in following.Values) topic.End();
        await line.DisposeAsync();
    }

    /// <summary>One topic on the connection of the moment. What comes before the join's own answer is read after it.</summary>
    private sealed class Following(View view)
    {
        private readonly Lock gate = new();
        private readonly List<(TimeSpan At, Seen Message)> early = [];
        private HubLine? current;
        private bool joined;

        public View View => view;

        public void Begin(HubLine line)
        {
            lock (gate)
            {
                early.Clear();
                (current, joined) = (line, false);
            }
        }

        public void Joined(TimeSpan at, long? after, IReadOnlyList<Seen> messages, long revision, bool reset)
        {
            lock (gate)
            {
                view.Joined(at, after, messages, revision, reset);
                foreach (var (when, message) in early) view.Told(when, message);
                early.Clear();
                joined = true;
            }
        }

        public void Told(HubLine line, TimeSpan at, Seen message)
        {
            lock (gate)
            {
                if (line != current) return; // Of a connection that was given up.
                if (joined) view.Told(at, message);
                else early.Add((at, message));
            }
        }

        public void End()
        {
            lock (gate)
            {
                (current, joined) = (null, false);
                view.Left();
            }
        }
    }
}
