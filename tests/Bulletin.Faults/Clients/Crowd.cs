using System.Text.Json;
using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Clients;

/// <summary>Everybody who uses the cluster during a run.</summary>
internal sealed class Crowd(Traffic traffic, int seed) : IDisposable
{
    private const int PublicTopics = 8, PrivateTopics = 2, Topics = PublicTopics + PrivateTopics, Writers = 8, Markers = 4;
    private static readonly TimeSpan PostEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan EditEvery = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan ReadEvery = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan MarkEvery = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan SignInEvery = TimeSpan.FromMinutes(20);

    private readonly List<Person> people = [];
    private readonly List<Follower> followers = [];
    private readonly List<DirectoryWatcher> watchers = [];
    private readonly List<Device> devices = [];
    private readonly List<Func<CancellationToken, Task>> clients = [];
    private readonly CancellationTokenSource stopped = new();
    private Task running = Task.CompletedTask;
    private int seeds = seed;

    public IReadOnlyList<Follower> Followers => followers;
    public IReadOnlyList<DirectoryWatcher> Watchers => watchers;

    /// <summary>Two of everybody who marks what they read.</summary>
    public IReadOnlyList<Device> Devices => devices;

    /// <summary>Who may be mentioned: members of all topics, all the time.</summary>
    public IReadOnlyList<Person> Mentioned { get; private set; } = [];

    public Person Of(Guid id) => people.First(p => p.Id == id);

    public Person Anybody => people[0];

    /// <summary>Accounts and topics; everything is calm yet, so that nothing of it may fail.</summary>
    public async Task Prepare()
    {
        var founder = await SignUp("founder");
        for (var i = 0; i < Writers; i++) await SignUp($"writer-{i}");
        Mentioned = [.. people.Skip(1)];
        Person[] editors = [await SignUp("editor-0"), await SignUp("editor-1")];
        string[] members = [.. people.Select(person => person.Username)];
        Person[] guests = [await SignUp("guest-0"), await SignUp("guest-1"), await SignUp("guest-2")];
        for (var i = 0; i < PublicTopics; i++) await Open(founder, new { name = $"Topic {i}" });
        for (var i = 0; i < PrivateTopics; i++)
            await Open(founder, new { name = $"Private {i}", access = "private", members = members.Concat(guests.Select(guest => guest.Username)) });

        var mentions = new Mentions(Mentioned);
        // Two who post into each topic, through different gateways; topics take turns in which of them uses the hub.
        for (var topic = 0; topic < Topics; topic++)
            for (var i = 0; i < 2; i++)
                clients.Add(new Poster(traffic, people[1 + (topic * 2 + i) % Writers], mentions, topic, topic + i, overHub: (topic + i) % 2 == 0, PostEvery, seeds++).Run);
        foreach (var (i, person) in Mentioned.Take(Markers).Index())
        {
            clients.Add(new Marker(traffic, person, [i, PublicTopics + i % PrivateTopics], MarkEvery, seeds++).Run);
            for (var gateway = 0; gateway < 2; gateway++) devices.Add(new Device(traffic, person, gateway, seeds++));
        }
        foreach (var editor in editors) clients.Add(new Editor(traffic, editor, EditEvery, seeds++).Run);
        for (var i = 0; i < 2; i++) clients.Add(new Reader(traffic, founder, $"reader-{i}", ReadEvery, seeds++).Run);

        var all = Enumerable.Range(0, Topics).ToArray();
        for (var gateway = 0; gateway < traffic.Balancer.Count; gateway++)
        {
            Follow(founder, $"follower-{gateway}", gateway, all, flap: null);
            Follow(founder, $"flapper-{gateway}", gateway, [gateway % Topics, (gateway + 3) % Topics, PublicTopics + gateway % PrivateTopics], flap: TimeSpan.FromSeconds(4));
            watchers.Add(new DirectoryWatcher(traffic, founder, gateway, seeds++));
            clients.Add(new NonReader(traffic, founder, gateway).Run);
        }
        Follow(founder, "follower-of-one", 1, [PublicTopics - 1], flap: null);
        clients.AddRange(Guests.Clients(traffic, founder, guests, [.. Enumerable.Range(PublicTopics, PrivateTopics)], () => seeds++));
        clients.AddRange(followers.Select(f => (Func<CancellationToken, Task>)f.Run));
        clients.AddRange(devices.Select(d => (Func<CancellationToken, Task>)d.Run));
        clients.AddRange(watchers.Select(w => (Func<CancellationToken, Task>)w.Run));
        clients.Add(traffic.Balancer.Run);
        clients.Add(SignInAgain);
    }

    public void Start() => running = Task.WhenAll(clients.Select(run => Task.Run(async () =>
    {
        try
        {
            await run(stopped.Token);
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            // The run is over.
        }
    })));

    /// <summary>Throws what ended a client that should have gone on; a client that is done for is a bug of this suite.</summary>
    public async Task Stop()
    {
        await stopped.CancelAsync();
        await running;
    }

    public void Dispose() => stopped.Dispose();

    private void Follow(Person person, string name, int home, IReadOnlyList<int> topics, TimeSpan? flap) =>
        followers.Add(new Follower(traffic, person, name, home, topics, flap, seeds++));

    private async Task Open(Person founder, object topic) =>
        traffic.History.Topics.Add((await Must(HttpMethod.Post, "topics", founder.Token, topic)).GetProperty("id").GetGuid());

    private async Task<Person> SignUp(string username)
    {
        var user = await Must(HttpMethod.Post, "users", token: null, new { username, password = Person.Password });
        var person = new Person(username, user.GetProperty("id").GetGuid(), await Token(username) ?? throw new InvalidOperationException($"{username} can't sign in."));
        people.Add(person);
        return person;
    }

    private async Task<string?> Token(string username)
    {
        var (attempt, session) = await traffic.Rest.Send(HttpMethod.Post, traffic.Balancer.Pick(0), "auth/login", token: null, new { username, password = Person.Password });
        return attempt.Outcome == Outcome.Ok ? session.GetProperty("accessToken").GetString() : null;
    }

    private async Task<JsonElement> Must(HttpMethod method, string path, string? token, object body)
    {
        var (attempt, answer) = await traffic.Rest.Send(method, traffic.Balancer.Pick(0), path, token, body);
        return attempt.Outcome == Outcome.Ok ? answer : throw new InvalidOperationException($"Before any fault: {attempt.Detail} {answer}");
    }

    /// <summary>Tokens are good for an hour; a long run outlives them.</summary>
    private async Task SignInAgain(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(SignInEvery);
        while (await timer.WaitForNextTickAsync(cancellationToken))
            foreach (var person in people)
                if (await Token(person.Username) is { } token) person.Token = token;
    }
}
