namespace Bulletin.Baselines;

/// <summary>The same 10 KB of JSON for everybody, from memory.</summary>
internal static class Bytes
{
    public static void Map(WebApplication app)
    {
        var bytes = new byte[10 * 1024];
        Array.Fill(bytes, (byte)'x');
        app.MapGet("/bytes", async (HttpContext context) =>
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes);
        });
    }
}
