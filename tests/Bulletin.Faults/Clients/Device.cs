using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Clients;

/// <summary>A device of somebody's: watches what is theirs over the hub, and resumes with its version after every disconnect.</summary>
internal sealed class Device(Traffic traffic, Person person, int home, int seed)
{
    private const int LongestLineSeconds = 60;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly Random random = new(seed);

    public Person Person => person;

    public DeviceState State { get; } = new();

    public async Task Run(CancellationToken cancellationToken)
    {
        for (var gateway = home; !cancellationToken.IsCancellationRequested; gateway++)
        {
            var line = await traffic.Line(gateway, person, Listen, cancellationToken);
            if (line is not null)
            {
                await Stay(line, cancellationToken);
                State.Begin(line: null);
                await line.DisposeAsync();
            }
            await Task.Delay(random.Next(20, 300), cancellationToken);
        }
    }

    private void Listen(HubLine line)
    {
        foreach (var name in DeviceState.Events) line.On(name, change => State.Told(line, name, change));
    }

    private async Task Stay(HubLine line, CancellationToken cancellationToken)
    {
        if (!await Watch(line, cancellationToken)) return;
        var over = Task.Delay(TimeSpan.FromSeconds(LongestLineSeconds * random.NextDouble()), cancellationToken);
        while (!line.Closed.IsCompleted && !over.IsCompleted)
        {
            if (State.MustWatchAgain && !await Watch(line, cancellationToken)) return;
            if (State.ToAsk() is (var number, var topics)) await Ask(line.Gateway, number, topics, cancellationToken);
            await Task.Delay(LookEvery, cancellationToken);
        }
    }

    private async Task<bool> Watch(HubLine line, CancellationToken cancellationToken)
    {
        State.Begin(line);
        var (attempt, answer) = await line.Call("WatchMe", [State.Version], cancellationToken);
        traffic.Note(attempt);
        if (attempt.Outcome != Outcome.Ok) return false;
        State.Answered(answer);
        return true;
    }

    private async Task Ask(int gateway, int number, IReadOnlyList<Guid> topics, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<Guid, OwnTopic> listed = new Dictionary<Guid, OwnTopic>();
        if (topics.Count > 0)
        {
            var (asked, page) = await traffic.Rest.Send(
                HttpMethod.Get, gateway, $"users/me/topics?ids={string.Join(',', topics)}", person.Token, cancellationToken: cancellationToken);
            traffic.Note(asked);
            if (asked.Outcome != Outcome.Ok) return;
            listed = Reading.OwnTopics(page);
        }
        var (attempt, notifications) = await traffic.Rest.Send(HttpMethod.Get, gateway, "notifications?limit=1", person.Token, cancellationToken: cancellationToken);
        traffic.Note(attempt);
        if (attempt.Outcome == Outcome.Ok) State.Asked(number, topics, listed, notifications.GetProperty("unread").GetInt32());
    }
}
