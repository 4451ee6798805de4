// Crates of oranges, tomatoes, and apples at a market.
#include "studio.inc"
Lens(<0, 5.8, -8.6>, <0.1, 0.5, 0.5>, 39, <0, 0.9, -0.6>, 0.12)
Soft(<-8, 13, -3>, rgb <1.3, 1.21, 1.06>, 3)
light_source { <9, 6, -8> color rgb <0.25, 0.28, 0.34> shadowless }
sky_sphere { pigment { Hex(214, 230, 240) } }
plane { y, 0 pigment { wood scale <0.2, 0.2, 9> rotate <0, 90, 4> warp { turbulence <0.4, 0.05, 0.05> } color_map { [0 Hex(126, 92, 62)] [0.6 Hex(108, 76, 50)] [1 Hex(90, 62, 40)] } } }
#declare Pine = texture { pigment { wood scale <0.07, 0.07, 4> rotate <0, 90, 4> warp { turbulence <0.3, 0.05, 0.05> } color_map { [0 Hex(226, 190, 140)] [0.6 Hex(210, 170, 118)] [1 Hex(186, 142, 92)] } } }
#declare Crate = union {
  #declare Slat = 0; #while (Slat < 2)
    box { <-1.3, 0.1 + Slat * 0.52, -1.36>, <1.3, 0.52 + Slat * 0.52, -1.28> } box { <-1.3, 0.1 + Slat * 0.52, 1.28>, <1.3, 0.52 + Slat * 0.52, 1.36> }
    box { <-1.36, 0.1 + Slat * 0.52, -1.3>, <-1.28, 0.52 + Slat * 0.52, 1.3> } box { <1.28, 0.1 + Slat * 0.52, -1.3>, <1.36, 0.52 + Slat * 0.52, 1.3> }
    #declare Slat = Slat + 1; #end
  box { <-1.3, 0.05, -1.3>, <1.3, 0.12, 1.3> } box { <-1.3, 0, -1.3>, <-1.1, 1.1, -1.1> } box { <1.1, 0, -1.3>, <1.3, 1.1, -1.1> } box { <-1.3, 0, 1.1>, <-1.1, 1.1, 1.3> } box { <1.1, 0, 1.1>, <1.3, 1.1, 1.3> }
  texture { Pine } }
#declare Skin = finish { diffuse 0.75 specular 0.35 roughness 0.02 reflection { 0, 0.08 fresnel } conserve_energy }
#declare Orange = union { sphere { 0, 0.4 scale <1, 0.96, 1> pigment { bozo scale 0.5 color_map { [0 Hex(246, 148, 32)] [1 Hex(238, 126, 22)] } } normal { average normal_map { [1 bumps 0.35 scale 0.02] [1 bumps 0.1 scale 0.2] } } finish { Skin } } sphere { y * 0.385, 0.035 pigment { Hex(110, 130, 60) } } interior { ior 1.4 } }
#declare Tomato = union { blob { threshold 0.5 sphere { 0, 0.85, 1 scale <1, 0.84, 1> } sphere { y * 0.55, 0.42, -0.85 } } 
  #declare Point = 0; #while (Point < 5) cone { 0, 0.045, <0.24, 0.03, 0>, 0.004 rotate z * -12 rotate y * Point * 72 translate y * 0.31 pigment { Hex(92, 140, 62) } } #declare Point = Point + 1; #end
  cylinder { y * 0.25, y * 0.42, 0.025 pigment { Hex(92, 140, 62) } } pigment { bozo scale 0.6 color_map { [0 Hex(214, 44, 32)] [1 Hex(200, 30, 26)] } } finish { diffuse 0.7 specular 0.7 roughness 0.008 reflection { 0.01, 0.16 fresnel } conserve_energy } interior { ior 1.45 } }
#declare Apple = union { blob { threshold 0.5 sphere { 0, 0.88, 1 } sphere { y * 0.62, 0.5, -0.9 } } cylinder { y * 0.15, <0.05, 0.5, 0>, 0.022 pigment { Hex(96, 70, 44) } }
  pigment { bozo scale <0.5, 0.8, 0.5> color_map { [0 Hex(156, 196, 64)] [0.7 Hex(178, 210, 84)] [1 Hex(206, 220, 112)] } } finish { Skin } interior { ior 1.4 } }
#declare Seed = seed(9);
#macro Heap(Fruit, Wild) union {
  #local Layer = 0; #while (Layer < 3) #local Side = 3 - Layer * 0.5; #local Row = 0;
    #local Count = 3 - (Layer = 2); #while (Row < Count) #local Column = 0; #while (Column < Count)
      object { Fruit rotate <Wild * (rand(Seed) - 0.5), 360 * rand(Seed), Wild * (rand(Seed) - 0.5)> translate <(Column - (Count - 1) / 2) * 0.82 + 0.08 * (rand(Seed) - 0.5), 0.5 + Layer * 0.46 + 0.05 * rand(Seed), (Row - (Count - 1) / 2) * 0.82 + 0.08 * (rand(Seed) - 0.5)> }
      #local Column = Column + 1; #end #local Row = Row + 1; #end #local Layer = Layer + 1; #end } #end
#macro Stall(Fruit, Wild, At, Turn) union { object { Crate } Heap(Fruit, Wild) rotate y * Turn translate At } #end
Stall(Orange, 120, <-2.95, 0, 0.3>, 5)
Stall(Tomato, 60, <0, 0, 0>, -3)
Stall(Apple, 90, <2.95, 0, 0.35>, 3)
Stall(Apple, 90, <-2.8, 0, 3.3>, -2)
Stall(Orange, 120, <0.1, 0, 3.1>, 2)
Stall(Tomato, 60, <3.1, 0, 3.4>, 6)
