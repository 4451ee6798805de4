// A green case with a white cross, and bandages, on a shelf.
#include "studio.inc"
Lens(<-0.6, 2.9, -10.5>, <0.2, 1.2, 0>, 32, <0, 1.2, -1>, 0.14)
Soft(<-7, 9, -7>, rgb <1.08, 1.02, 0.94>, 4)
light_source { <9, 4, -8> color rgb <0.28, 0.33, 0.4> shadowless }
sky_sphere { pigment { Hex(232, 236, 240) } }
plane { -z, -2.2 pigment { Hex(244, 226, 200) } }
box { <-9, -0.3, -2.4>, <9, 0, 2.2> pigment { wood scale <0.14, 0.14, 7> rotate <0, 90, 3> warp { turbulence <0.4, 0.04, 0.04> } color_map { [0 Hex(222, 184, 138)] [0.6 Hex(206, 164, 116)] [1 Hex(186, 142, 96)] } } finish { specular 0.15 roughness 0.04 reflection { 0.01, 0.1 fresnel } conserve_energy } interior { ior 1.45 } }
#declare Case = texture { pigment { Hex(26, 128, 88) } finish { diffuse 0.75 specular 0.4 roughness 0.02 reflection { 0.01, 0.12 fresnel } conserve_energy } normal { bumps 0.02 scale 0.02 } }
union {
  superellipsoid { <0.16, 0.16> scale <1.75, 0.7, 0.75> translate y * 0.7 texture { Case } }
  superellipsoid { <0.16, 0.16> scale <1.75, 0.5, 0.75> translate y * 1.88 texture { Case } }
  box { <-1.68, 1.3, -0.7>, <1.68, 1.46, 0.7> pigment { Hex(18, 88, 62) } }
  union { box { <-0.52, -0.17, -0.03>, <0.52, 0.17, 0.03> } box { <-0.17, -0.52, -0.03>, <0.17, 0.52, 0.03> } pigment { rgb 0.98 } finish { specular 0.3 } translate <0, 0.66, -0.76> }
  union { box { <-1.15, 1.2, -0.84>, <-0.8, 1.56, -0.7> } box { <0.8, 1.2, -0.84>, <1.15, 1.56, -0.7> } pigment { Hex(226, 230, 232) } finish { specular 0.6 roughness 0.02 } }
  sphere_sweep { cubic_spline 7 <-0.6, 1.9, 0>, 0.09 <-0.62, 2.35, 0>, 0.09 <-0.55, 2.72, 0>, 0.09 <0, 2.82, 0>, 0.09 <0.55, 2.72, 0>, 0.09 <0.62, 2.35, 0>, 0.09 <0.6, 1.9, 0>, 0.09 pigment { Hex(238, 240, 240) } finish { specular 0.4 roughness 0.02 } }
  rotate y * 14 translate <-0.35, 0, 0.35> }
// Rolls of bandage: a spiral at the end, and a weave around.
#declare Gauze = texture { pigment { Hex(248, 244, 236) } normal { average normal_map { [1 gradient y 0.5 scale 0.045] [1 radial 0.5 frequency 90] } } }
#declare Spiral = texture { pigment { spiral1 1 scale 0.055 color_map { [0 Hex(214, 206, 192)] [0.25 Hex(250, 246, 238)] [1 Hex(250, 246, 238)] } } }
#macro Roll(At, Wide, Long) union { difference { cylinder { 0, y * Long, Wide } cylinder { y * -0.1, y * (Long + 0.1), Wide * 0.2 } texture { Gauze } }
  difference { cylinder { y * (Long + 0.001), y * (Long + 0.004), Wide * 0.985 } cylinder { y * 0, y * 9, Wide * 0.2 } texture { Spiral rotate x * 90 } } translate At } #end
Roll(<2.35, 0, -0.35>, 0.52, 0.78)
Roll(<1.85, 0, -1.25>, 0.36, 0.5)
union { Roll(<0, 0, 0>, 0.42, 0.6) rotate x * -90 rotate y * 28 translate <2.42, 1.2, -0.1> }
// Adhesive strips.
#macro Strip(At, Turn) union { superellipsoid { <0.9, 0.1> rotate x * 90 scale <0.62, 0.02, 0.17> pigment { Hex(232, 176, 136) } } box { <-0.18, 0.01, -0.15>, <0.18, 0.03, 0.15> pigment { Hex(246, 206, 172) } normal { leopard 0.6 scale 0.012 } } rotate y * Turn translate At } #end
Strip(<-2.2, 0.03, -1.2>, 24) Strip(<-1.75, 0.06, -1.45>, -32)
// A plant, out of focus.
#declare Seed = seed(3); #declare Leaf = 0; #while (Leaf < 34)
  sphere { 0, 1 scale <0.1, 0.62, 0.03> translate y * 0.62 rotate <0, 0, 12 + 46 * rand(Seed)> rotate y * (360 * rand(Seed)) translate <-3, 0.75, 1.2> pigment { Hex(84, 146, 92) * (0.75 + 0.4 * rand(Seed)) } finish { specular 0.2 } } #declare Leaf = Leaf + 1; #end
cone { <-3, 0, 1.2>, 0.42, <-3, 0.85, 1.2>, 0.56 pigment { Hex(238, 238, 232) } finish { specular 0.3 roughness 0.03 } }
