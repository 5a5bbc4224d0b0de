using System.Buffers.Binary;
using System.Text;
using Bulletin.Api.Http;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Api.Members;

/// <summary>Cuts the members of a topic into pages. A cursor holds when its last member came, and their name.</summary>
internal static class MemberPages
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    /// <param name="members">All of them, in the order in which they came, then of their names.</param>
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public static MemberPageView Cut(Guid topicId, IReadOnlyList<Member> members, int? limit, string? cursor)
    {
        var fields = new ValidationErrors();
        fields.Require(limit is null or (>= 1 and <= MaxLimit), "limit", "Must be between 1 and 200.");
        fields.ThrowIfAny();

        var size = limit ?? DefaultLimit;
        var rest = cursor is null ? members : After(members, Decode(topicId, cursor));
        Member[] page = [.. rest.Take(size)];
        return new([.. page.Select(MemberView.Of)], rest.Count > size ? Encode(topicId, page[^1]) : null);
    }

    private static Member[] After(IReadOnlyList<Member> members, (long Since, string Username) place) =>
        [.. members.SkipWhile(member => Compare(Place(member), place) <= 0)];

    private static int Compare((long Since, string Username) one, (long Since, string Username) other) =>
        one.Since != other.Since ? one.Since.CompareTo(other.Since) : StringComparer.OrdinalIgnoreCase.Compare(one.Username, other.Username);

    private static (long Since, string Username) Place(Member member) => (member.Since.ToUnixTimeMilliseconds(), member.User.Username);

    private static string Encode(Guid topicId, Member last)
    {
        var (since, username) = Place(last);
        Span<byte> place = stackalloc byte[sizeof(long) + Usernames.MaxLength];
        BinaryPrimitives.WriteInt64BigEndian(place, since);
        return OpaqueCursor.Encode(List(topicId), place[..(sizeof(long) + Encoding.ASCII.GetBytes(username, place[sizeof(long)..]))]);
    }

    private static (long Since, string Username) Decode(Guid topicId, string cursor)
    {
        var place = OpaqueCursor.DecodeUpTo(sizeof(long) + Usernames.MaxLength, List(topicId), cursor);
        return place.Length > sizeof(long)
            ? (BinaryPrimitives.ReadInt64BigEndian(place), Encoding.ASCII.GetString(place.AsSpan(sizeof(long))))
            : throw OpaqueCursor.NotOfThisList();
    }

    private static string List(Guid topicId) => $"members/{topicId}";
}
