using System.Collections.Concurrent;
using System.Net;
using Bulletin.SystemTests.Access;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Personal;

/// <summary>Six people who do everything one can do in a handful of topics, in an order that follows from a seed.</summary>
internal sealed class BusyPeople(Random random, Everywhere[] people, Device[][] devices)
{
    public const int Count = 6;

    private readonly ConcurrentDictionary<Guid, long> _heads = new();
    private readonly ConcurrentDictionary<(Guid UserId, Guid TopicId), long> _drafts = new();
    private readonly ConcurrentDictionary<(Guid UserId, Guid TopicId), bool> _muted = new();
    private readonly List<Place> _places = [];

    /// <summary>How often each thing is done, of a hundred steps or so.</summary>
    private static readonly (Deed Deed, int Weight)[] s_deeds =
    [
        (Deed.Post, 32), (Deed.Edit, 5), (Deed.Delete, 5), (Deed.Read, 20), (Deed.Unread, 5), (Deed.Level, 6), (Deed.Follow, 2), (Deed.Unfollow, 2), (Deed.Pin, 2), (Deed.Draft, 5),
        (Deed.React, 4), (Deed.ReadNotifications, 3), (Deed.ReadAll, 1), (Deed.Membership, 4), (Deed.ComeBack, 6),
    ];

    public enum Deed { Post, Edit, Delete, Read, Unread, Level, Follow, Unfollow, Pin, Draft, React, ReadNotifications, ReadAll, Membership, ComeBack }

    /// <param name="Dice">Decides everything else.</param>
    public sealed record Step(Deed Deed, int Who, int Gateway, int Place, int Dice);

    private sealed record Place(Guid Topic, int Owner, int[] People, bool HasMembers);

    /// <summary>The gateway that is not there just now.</summary>
    public int? Down { get; set; }

    /// <summary>How many calls were answered that the service is unavailable.</summary>
    public int Unavailable;

    public ConcurrentQueue<string> Mistakes { get; } = new();

    public async Task Meet()
    {
        int[] all = [0, 1, 2, 3, 4, 5];
        Add(await At(0).NewTopic("Everybody's"), 0, all);
        Add(await At(3).NewTopic("Another"), 3, all);
        Add(await At(0).NewPrivateTopic([.. all[1..].Select(At)]), 0, all, hasMembers: true);
        Add(await At(1).NewPrivateTopic(At(0), At(2), At(3)), 1, all, hasMembers: true);
        foreach (var talk in (int[][])[[0, 1, 2], [4, 5]])
            Add((await At(talk[0]).Api.Post("direct", new { usernames = talk[1..].Select(who => people[who].Username) })).Is(HttpStatusCode.Created).Json.Id(), talk[0], talk);
        foreach (var place in _places) _heads[place.Topic] = (await At(place.Owner).Post(place.Topic, "Welcome")).Seq;

        Person At(int who) => people[who].At(who % devices[who].Length);
        void Add(Guid topic, int owner, int[] who, bool hasMembers = false) => _places.Add(new(topic, owner, who, hasMembers));
    }

    /// <summary>Whether somebody was there all the time and has never muted the topic.</summary>
    public bool IsNotified(Guid userId, Guid topicId) =>
        !_muted.ContainsKey((userId, topicId)) && _places.First(place => place.Topic == topicId) is { HasMembers: false } place && place.People.Any(who => people[who].Id == userId);

    public Step Next()
    {
        var roll = random.Next(s_deeds.Sum(deed => deed.Weight));
        var deed = s_deeds.First(deed => (roll -= deed.Weight) < 0).Deed;
        var at = random.Next(_places.Count);
        return new(deed, _places[at].People[random.Next(_places[at].People.Length)], random.Next(devices[0].Length), at, random.Next());
    }

    public async Task Do(Step step)
    {
        var (place, person, dice) = (_places[step.Place], people[step.Who].At(step.Gateway), new Random(step.Dice));
        try
        {
            if (step.Deed == Deed.ComeBack) await devices[step.Who][step.Gateway].ComeBack();
            else Note(step, await Do(step.Deed, person, place, dice));
        }
        catch (Exception) when (step.Gateway == Down || step.Deed == Deed.ComeBack && Down is not null)
        {
            // The gateway is gone, or what it would have asked. Whether it was done is for the comparison to find out.
        }
    }

    private Task<Answer> Do(Deed deed, Person person, Place place, Random dice)
    {
        var (topic, head) = (place.Topic, _heads[place.Topic]);
        // Mostly near the end.
        var seq = Math.Max(1, head - (dice.Next(4) == 0 ? dice.NextInt64(head) : dice.Next(6)));
        var message = $"topics/{topic}/messages/{seq}";
        return deed switch
        {
            Deed.Post => Post(person, place, dice),
            Deed.Edit => person.Api.Patch(message, new { text = Text(place, dice) }),
            Deed.Delete => person.Api.Delete(message),
            Deed.Read => person.Api.Put($"topics/{topic}/read", new { seq = dice.Next(3) == 0 ? seq : head }),
            Deed.Unread => person.Api.Put($"topics/{topic}/read", new { seq, unread = true }),
            Deed.Level => SetLevel(person, topic, dice),
            Deed.Follow => person.Api.Put($"topics/{topic}/follow"),
            Deed.Unfollow => person.Api.Delete($"topics/{topic}/follow"),
            Deed.Pin when dice.Next(2) == 0 => person.Api.Delete($"topics/{topic}/pinned"),
            Deed.Pin => person.Api.Put($"topics/{topic}/pinned"),
            Deed.Draft => SaveDraft(person, topic, dice),
            Deed.React when dice.Next(4) == 0 => person.Api.Delete($"{message}/reactions/%F0%9F%91%8D"),
            Deed.React => person.Api.Put($"{message}/reactions/%F0%9F%91%8D"),
            Deed.ReadNotifications => ReadNotifications(person, dice),
            Deed.ReadAll => person.Api.Put("users/me/topics/read"),
            _ => ChangeMembers(person, place, dice),
        };
    }

    private async Task<Answer> Post(Person person, Place place, Random dice)
    {
        var reply = dice.Next(5) == 0 ? (long?)(1 + dice.NextInt64(_heads[place.Topic])) : null;
        var answer = await person.TryPost(place.Topic, Text(place, dice), replyTo: reply);
        if (answer.Status == HttpStatusCode.Created) _heads.AddOrUpdate(place.Topic, 1, (_, head) => Math.Max(head, answer.Json.Number("seq")));
        return answer;
    }

    private string Text(Place place, Random dice) => dice.Next(8) switch
    {
        0 or 1 => $"Have a look, @{people[dice.Next(people.Length)].Username}!",
        2 => $"@{people[place.People[dice.Next(place.People.Length)]].Username} and @{people[dice.Next(people.Length)].Username}",
        3 when dice.Next(3) == 0 => "To @all of you",
        _ => $"Message {dice.Next()}",
    };

    private Task<Answer> SetLevel(Person person, Guid topic, Random dice)
    {
        var level = new[] { "default", "all", "mentions", "muted", "default", "all" }[dice.Next(6)];
        if (level == "muted") _muted[(person.Id, topic)] = true;
        return person.Api.Put($"topics/{topic}/level", new { level });
    }

    private async Task<Answer> SaveDraft(Person person, Guid topic, Random dice)
    {
        if (dice.Next(4) == 0) return await person.Api.Delete($"topics/{topic}/draft");
        var answer = await person.TrySaveDraft(topic, $"Begun {dice.Next()}", _drafts.GetValueOrDefault((person.Id, topic)));
        if (answer.Status == HttpStatusCode.OK) _drafts[(person.Id, topic)] = answer.Json.GetProperty("draft").Number("version");
        else if (answer.Code == "draft_changed") _drafts[(person.Id, topic)] = answer.Json.IsNull("draft") ? 0 : answer.Json.GetProperty("draft").Number("version");
        return answer;
    }

    private static async Task<Answer> ReadNotifications(Person person, Random dice)
    {
        var page = await person.Api.Get("notifications?limit=5");
        return page.Status == HttpStatusCode.OK && page.Json.Items() is { Count: > 0 } items
            ? await person.Api.Put("notifications/read", new { upTo = items[dice.Next(items.Count)].Number("id") })
            : page;
    }

    private async Task<Answer> ChangeMembers(Person person, Place place, Random dice)
    {
        if (!place.HasMembers) return await person.Api.Get($"topics/{place.Topic}");
        var others = people.Where((_, who) => who != place.Owner).ToArray();
        var other = others[dice.Next(others.Length)];
        var gateway = dice.Next(devices[0].Length);
        if (gateway == Down) gateway = 1 - gateway;
        var members = $"topics/{place.Topic}/members/{other.Username}";
        return dice.Next(5) switch
        {
            0 => await people[place.Owner].At(gateway).Api.Delete(members),
            1 => await other.At(gateway).Api.Delete(members),
            _ => await people[place.Owner].At(gateway).Api.Put(members, new { }),
        };
    }

    private void Note(Step step, Answer answer)
    {
        if (answer.Status == HttpStatusCode.ServiceUnavailable) Interlocked.Increment(ref Unavailable);
        else if ((int)answer.Status >= 500 || answer.Status == HttpStatusCode.BadRequest) Mistakes.Enqueue($"{step}: {answer}");
    }
}
