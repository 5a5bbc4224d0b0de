using System.Collections.Concurrent;

namespace Bulletin.Faults.Clients;

/// <summary>Has people mention each other in some of what they post.</summary>
internal sealed class Mentions(IReadOnlyList<Person> people)
{
    private const int OneIn = 50;

    /// <summary>The server keeps a person's latest 1,000 notifications: none that is expected is to be trimmed.</summary>
    private const int MostOfEach = 900;

    private readonly ConcurrentDictionary<Guid, int> times = new();

    /// <returns>The text, now and then with the names of one or two others, and who they are.</returns>
    public (string Text, IReadOnlyList<Guid> People) In(string text, Person author, Random random)
    {
        if (random.Next(OneIn) > 0) return (text, []);
        Person[] others = [.. people.Where(person => person != author)];
        random.Shuffle(others);
        Person[] mentioned = [.. others.Take(random.Next(1, 3)).Where(person => times.AddOrUpdate(person.Id, 1, (_, before) => before + 1) <= MostOfEach)];
        return (text + string.Concat(mentioned.Select(person => $" @{person.Username}")), [.. mentioned.Select(person => person.Id)]);
    }
}
