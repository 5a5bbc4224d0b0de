using System.Collections.Immutable;
using Bulletin.Grains.Accounts;

namespace Bulletin.Grains.Topics.Members;

/// <summary>The members of a topic, as of a version. Immutable. A public topic has none, and everybody may see it.</summary>
/// <param name="Version">Grows with every change, in the database and here.</param>
internal sealed record TopicMembers(Access Access, long Version, ImmutableDictionary<Guid, Member> ById)
{
    public static readonly TopicMembers Everybody = new(Access.Public, 0, ImmutableDictionary<Guid, Member>.Empty);

    private Readers? readers;
    private Guid[]? userIds;

    public static TopicMembers Of(Access access, long version, IEnumerable<Member> members) =>
        access == Access.Public ? Everybody : new(access, version, members.ToImmutableDictionary(member => member.User.Id));

    public bool Has(Guid userId) => ById.ContainsKey(userId);

    public bool HasOwner(Guid userId) => ById.TryGetValue(userId, out var member) && member.Role == Role.Owner;

    /// <summary>The ids of all members; empty for a public topic.</summary>
    public IReadOnlyList<Guid> UserIds => userIds ??= [.. ById.Keys];

    /// <summary>Members in the order in which they came.</summary>
    public IReadOnlyList<Member> InOrder => [.. ById.Values.OrderBy(member => member.Since).ThenBy(member => member.User.Username, StringComparer.OrdinalIgnoreCase)];

    public Readers Readers => readers ??= Access == Access.Public ? Readers.Everybody : new(Access, Version, UserIds);

    public TopicMembers With(Member member) => this with { Version = Version + 1, ById = ById.SetItem(member.User.Id, member), readers = null, userIds = null };

    public TopicMembers Without(Guid userId) => this with { Version = Version + 1, ById = ById.Remove(userId), readers = null, userIds = null };

    /// <summary>The same members under their latest names.</summary>
    public TopicMembers Named(Func<User, User> latest) =>
        ById.Values.All(member => latest(member.User) == member.User) ? this : this with { ById = ById.ToImmutableDictionary(pair => pair.Key, pair => pair.Value with { User = latest(pair.Value.User) }) };
}
