using Bulletin.Grains.Topics;
using MessagePack;

namespace Bulletin.Api.Contract;

/// <summary>An emoji with which people have reacted to a message.</summary>
/// <param name="Emoji">One emoji, without variation selectors.</param>
/// <param name="Count">How many people have reacted with it.</param>
/// <param name="Users">The ids of the first 50 of them, in the order in which they did.</param>
[MessagePackObject]
public sealed record ReactionView(
    [property: Key("emoji")] string Emoji,
    [property: Key("count")] int Count,
    [property: Key("users")] IReadOnlyList<Guid> Users)
{
    public const int MostUsers = 50;

    /// <summary>The approximate size of an id in a response, in bytes.</summary>
    internal const int BytesPerUser = 39;

    private const int BesideUsers = 60;

    /// <param name="reactions">Null for none.</param>
    internal static IReadOnlyList<ReactionView> Of(IReadOnlyList<Reaction>? reactions) => reactions is null ? [] : [.. reactions.Select(Of)];

    internal static int RoughBytes(IReadOnlyList<Reaction> reactions)
    {
        var bytes = 0;
        foreach (var reaction in reactions) bytes += BesideUsers + Math.Min(reaction.UserIds.Count, MostUsers) * BytesPerUser;
        return bytes;
    }

    private static ReactionView Of(Reaction reaction) =>
        new(reaction.Emoji, reaction.UserIds.Count, reaction.UserIds.Count > MostUsers ? [.. reaction.UserIds.Take(MostUsers)] : reaction.UserIds);
}
