using Bulletin.Bench.Load;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Abusers;

/// <summary>A topic whose latest page has the maximum size.</summary>
internal static class FatTopic
{
    private const int Messages = 50;

    /// <summary>A text of the maximum length, in characters of four bytes each.</summary>
    private static readonly string s_text = string.Concat(Enumerable.Repeat("🦆", 4_000));

    public static byte[] Post(string topic, string token) => Requests.PostMessage($"/api/v1/topics/{topic}/messages", token, s_text);

    public static async Task Fill(Product product, string topic, string token)
    {
        using RawConnection connection = new(product.Url);
        await connection.Open(CancellationToken.None);
        for (var i = 0; i < Messages; i++)
            if (await connection.Send(Post(topic, token), CancellationToken.None) is not 201 and var status) throw new InvalidOperationException($"A post was answered {status}.");
    }
}
